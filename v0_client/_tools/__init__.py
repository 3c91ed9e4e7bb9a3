"""Operations as tools for agents; `v0_client.tools` has the public names."""
