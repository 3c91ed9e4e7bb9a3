"""Operations of one tag, a module each."""
