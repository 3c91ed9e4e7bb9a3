"""The operations of every group but chats and messages, as in the vendor's reference pages; see `operations`."""

from __future__ import annotations

from typing import Any

from tests.support import sample_responses as samples
from tests.support.operation import Operation, Parameter, Query
from v0_client import models

__all__ = ["GROUP_OPERATIONS"]

PROJECT, DEPLOYMENT = "/v1/projects/{project_id}", "/v1/deployments/{deployment_id}"
HOOK, WEBHOOK = "/v1/hooks/{hook_id}", "/v2/hooks/{hook_id}"
MCP_V1, MCP_V2 = "/v1/mcp-servers/{mcp_server_id}", "/v2/mcp-servers/{mcp_server_id}"


def deleted(thing: str, name: str) -> dict[str, Any]:
    return {"id": name, "object": thing, "deleted": True}


def text(keyword: str, wire_name: str, value: str = "x y&z") -> Query:
    return Query(keyword, value, {wire_name: value})


# ------------------------------------------------------------------------------------------------------- parameters

DECRYPTED = (Query("decrypted", True, {"decrypted": "true"}), Query("decrypted", False, {"decrypted": "false"}))
NEW_VARS = Parameter(
    "environment_variables",
    "environmentVariables",
    [{"key": "DATABASE_URL", "value": "hunter2"}],
    [models.NewEnvironmentVariable(key="DATABASE_URL", value="hunter2")],
    required=True,
)
CHANGED_VARS = Parameter(
    "environment_variables",
    "environmentVariables",
    [{"id": "env_1", "value": ""}],
    [models.ChangedEnvironmentVariable(id="env_1", value="")],
    required=True,
)
NAME, URL = Parameter("name", "name", "Builds"), Parameter("url", "url", "https://x.test/hook")
EVENTS = Parameter("events", "events", ["chat.created", "message.finished"])
NEW_NAME = Parameter("name", "name", "Issues", required=True)
NEW_URL = Parameter("url", "url", "https://mcp.test", required=True)
NEW_EVENTS = Parameter("events", "events", ["message.finished"], required=True)
OAUTH_CONFIG = {"authorizationUrl": "https://a.test", "tokenUrl": "https://t.test", "clientId": "v0"}
WAYS_IN: list[tuple[dict[str, Any], Any]] = [
    ({"type": "none"}, models.NoMcpAuth()),
    ({"type": "bearer", "token": "hunter2"}, models.BearerMcpAuth(token="hunter2")),
    ({"type": "custom-headers", "headers": {"X-Key": "hunter2"}}, models.HeadersMcpAuth(headers={"X-Key": "hunter2"})),
]
WAYS_IN_V1 = [
    *WAYS_IN,
    (
        {"type": "oauth", "config": {**OAUTH_CONFIG, "clientSecret": "hunter2"}},
        models.OAuthMcpAuth(
            config=models.OAuthConfig(
                authorization_url="https://a.test", token_url="https://t.test", client_id="v0", client_secret="hunter2"
            )
        ),
    ),
]
WAYS_IN_V2 = [
    *WAYS_IN,
    (
        {"type": "oauth", "config": {**OAUTH_CONFIG, "scopes": [], "usePKCE": True}, "connected": False},
        models.OAuthMcpAuthV2(
            config=models.OAuthConfigV2(
                authorization_url="https://a.test", token_url="https://t.test", client_id="v0", scopes=[], use_pkce=True
            ),
            connected=False,
        ),
    ),
]
MCP_FIELDS = (
    Parameter("description", "description", "Our issues"),
    Parameter("enabled", "enabled", False),
    Parameter("scope", "scope", "user"),
)
PREVIEW_HOSTS = (Parameter("hosts", "hosts", ["*.x.test", "y.test"], required=True),)
CURSOR = text("cursor", "cursor", "a b&limit=1")
USAGE = (text("start", "start", "2026-08-01"), text("end", "end", "2026-08-08"), text("user_id", "userId"))
EVENT_FILTERS = (text("chat_id", "chatId"), text("message_id", "messageId"), text("user_id", "userId"))


def ways_in(ways: list[tuple[dict[str, Any], Any]], *, required: bool = False) -> tuple[Parameter, ...]:
    (wire, model), *others = ways
    first = Parameter("auth", "auth", wire, model, required=required)
    return (first, *(Parameter("auth", "auth", wire, model) for wire, model in others))


# ------------------------------------------------------------------------------------------------------- operations

_PROJECTS = (
    Operation(
        "find_projects",
        "v1.projects.find",
        "GET",
        "/v1/projects",
        samples.v1_list(samples.PROJECT_SUMMARY),
        "ProjectList",
        deprecated=True,
    ),
    Operation(
        "create_project",
        "v1.projects.create",
        "POST",
        "/v1/projects",
        samples.PROJECT,
        "ProjectDetail",
        body=(
            Parameter("name", "name", "n" * 255, required=True),
            Parameter("description", "description", "A bakery"),
            Parameter("icon", "icon", "icon-cake"),
            Parameter("environment_variables", "environmentVariables", NEW_VARS.value, NEW_VARS.as_models),
            Parameter("instructions", "instructions", "Use Svelte"),
            Parameter("vercel_project_id", "vercelProjectId", "vp_1"),
            Parameter("privacy", "privacy", "team"),
        ),
        deprecated=True,
    ),
    Operation("get_project", "v1.projects.get", "GET", PROJECT, samples.PROJECT, "ProjectDetail", deprecated=True),
    Operation(
        "get_chat_project",
        "v1.projects.get_by_chat_id",
        "GET",
        "/v1/chats/{chat_id}/project",
        samples.PROJECT,
        "ProjectDetail",
        deprecated=True,
    ),
    Operation(
        "update_project",
        "v1.projects.update",
        "PATCH",
        PROJECT,
        samples.PROJECT,
        "ProjectDetail",
        body=(
            Parameter("name", "name", "Shop"),
            Parameter("description", "description", ""),
            Parameter("instructions", "instructions", "Use Svelte"),
            Parameter("privacy", "privacy", "private"),
        ),
        deprecated=True,
    ),
    Operation(
        "delete_project",
        "v1.projects.delete",
        "DELETE",
        PROJECT,
        deleted("project", "prj_1"),
        "DeletedProject",
        query=(
            Query("delete_all_chats", True, {"deleteAllChats": "true"}),
            Query("delete_all_chats", False, {"deleteAllChats": "false"}),
        ),
        may_be_empty=True,
        deprecated=True,
    ),
    Operation(
        "assign_project",
        "v1.projects.assign",
        "POST",
        f"{PROJECT}/assign",
        {"id": "prj_1", "object": "project", "assigned": True},
        "AssignedProject",
        body=(Parameter("chat_id", "chatId", "chat_1", required=True),),
        deprecated=True,
    ),
    Operation(
        "find_env_vars",
        "v1.projects.find_env_vars",
        "GET",
        f"{PROJECT}/env-vars",
        samples.v1_list(samples.ENV_VAR),
        "EnvironmentVariableList",
        query=DECRYPTED,
        deprecated=True,
    ),
    Operation(
        "create_env_vars",
        "v1.projects.create_env_vars",
        "POST",
        f"{PROJECT}/env-vars",
        samples.v1_list(samples.ENV_VAR),
        "EnvironmentVariableList",
        body=(NEW_VARS, Parameter("upsert", "upsert", True)),
        query=DECRYPTED,
        deprecated=True,
    ),
    Operation(
        "update_env_vars",
        "v1.projects.update_env_vars",
        "PATCH",
        f"{PROJECT}/env-vars",
        samples.v1_list(samples.ENV_VAR),
        "EnvironmentVariableList",
        body=(CHANGED_VARS,),
        query=DECRYPTED,
        deprecated=True,
    ),
    Operation(
        "delete_env_vars",
        "v1.projects.delete_env_vars",
        "POST",
        f"{PROJECT}/env-vars/delete",
        samples.v1_list(deleted("environment_variable", "env_1")),
        "DeletedEnvVarList",
        body=(Parameter("environment_variable_ids", "environmentVariableIds", ["env_1", "env_2"], required=True),),
        deprecated=True,
    ),
    Operation(
        "get_env_var",
        "v1.projects.get_env_var",
        "GET",
        f"{PROJECT}/env-vars/{{environment_variable_id}}",
        {"object": "environment_variable", "data": samples.ENV_VAR},
        "EnvironmentVariableResult",
        query=DECRYPTED,
        deprecated=True,
    ),
)

_DEPLOYMENTS = (
    Operation(
        "find_deployments",
        "v1.deployments.find",
        "GET",
        "/v1/deployments",
        samples.v1_list(samples.DEPLOYMENT),
        "DeploymentList",
        query=(
            Query("chat_id", "chat_1", {"chatId": "chat_1"}, required=True),
            Query("version_id", "v_1", {"versionId": "v_1"}, required=True),
            text("project_id", "projectId"),
        ),
        deprecated=True,
    ),
    Operation(
        "create_deployment",
        "v1.deployments.create",
        "POST",
        "/v1/deployments",
        samples.DEPLOYMENT,
        "DeploymentDetail",
        body=(
            Parameter("chat_id", "chatId", "chat_1", required=True),
            Parameter("version_id", "versionId", "v_1", required=True),
            Parameter("project_id", "projectId", "prj_1"),
        ),
    ),
    Operation(
        "get_deployment",
        "v1.deployments.get",
        "GET",
        DEPLOYMENT,
        samples.DEPLOYMENT,
        "DeploymentDetail",
        deprecated=True,
    ),
    Operation(
        "delete_deployment",
        "v1.deployments.delete",
        "DELETE",
        DEPLOYMENT,
        deleted("deployment", "dpl_1"),
        "DeletedDeployment",
        may_be_empty=True,
        deprecated=True,
    ),
    Operation(
        "find_deployment_logs",
        "v1.deployments.find_logs",
        "GET",
        f"{DEPLOYMENT}/logs",
        {"object": "list", "logs": [samples.DEPLOYMENT_LOG], "nextSince": 1786104005},
        "DeploymentLogList",
        query=(Query("since", 1786104000, {"since": "1786104000"}), Query("since", 1.5, {"since": "1.5"})),
        deprecated=True,
    ),
    Operation(
        "find_deployment_errors",
        "v1.deployments.find_errors",
        "GET",
        f"{DEPLOYMENT}/errors",
        {"errorType": "build", "formattedError": "No page", "fullErrorText": "No page in app/"},
        "DeploymentErrors",
        deprecated=True,
    ),
)

_HOOKS = (
    Operation("find_hooks", "v1.hooks.find", "GET", "/v1/hooks", samples.v1_list(samples.HOOK_SUMMARY), "HookList"),
    Operation(
        "create_hook",
        "v1.hooks.create",
        "POST",
        "/v1/hooks",
        samples.HOOK,
        "HookDetail",
        body=(NEW_NAME, NEW_URL, NEW_EVENTS, Parameter("chat_id", "chatId", "chat_1")),
    ),
    Operation("get_hook", "v1.hooks.get", "GET", HOOK, samples.HOOK, "HookDetail"),
    Operation("update_hook", "v1.hooks.update", "PATCH", HOOK, samples.HOOK, "HookDetail", body=(NAME, URL, EVENTS)),
    Operation(
        "delete_hook",
        "v1.hooks.delete",
        "DELETE",
        HOOK,
        deleted("hook", "hook_1"),
        "DeletedHook",
        may_be_empty=True,
    ),
    Operation("list_webhooks", "v2.webhooks.list", "GET", "/v2/hooks", [samples.WEBHOOK_SUMMARY], "WebhookSummary"),
    Operation(
        "create_webhook",
        "v2.webhooks.create",
        "POST",
        "/v2/hooks",
        samples.WEBHOOK,
        "Webhook",
        body=(
            NEW_NAME,
            NEW_URL,
            NEW_EVENTS,
            Parameter("chat_id", "chatId", None, required=True),
            Parameter("chat_id", "chatId", "chat_1"),
        ),
    ),
    Operation("get_webhook", "v2.webhooks.get", "GET", WEBHOOK, samples.WEBHOOK, "Webhook"),
    Operation(
        "update_webhook", "v2.webhooks.update", "PATCH", WEBHOOK, samples.WEBHOOK, "Webhook", body=(NAME, URL, EVENTS)
    ),
    Operation(
        "delete_webhook",
        "v2.webhooks.delete",
        "DELETE",
        WEBHOOK,
        {"id": "hook_1", "deleted": True},
        "DeletedWebhook",
        may_be_empty=True,
    ),
)

_MCP_SERVERS = (
    Operation(
        "find_mcp_servers",
        "v1.mcp_servers.find",
        "GET",
        "/v1/mcp-servers",
        samples.v1_list(samples.MCP_SERVER_V1),
        "McpServerListV1",
    ),
    Operation(
        "create_mcp_server",
        "v1.mcp_servers.create",
        "POST",
        "/v1/mcp-servers",
        samples.MCP_SERVER_V1,
        "McpServerV1",
        body=(NEW_NAME, NEW_URL, *MCP_FIELDS, *ways_in(WAYS_IN_V1)),
    ),
    Operation("get_mcp_server", "v1.mcp_servers.get", "GET", MCP_V1, samples.MCP_SERVER_V1, "McpServerV1"),
    Operation(
        "update_mcp_server",
        "v1.mcp_servers.update",
        "PATCH",
        MCP_V1,
        samples.MCP_SERVER_V1,
        "McpServerV1",
        body=(NAME, URL, *MCP_FIELDS, *ways_in(WAYS_IN_V1)),
    ),
    Operation(
        "delete_mcp_server",
        "v1.mcp_servers.delete",
        "DELETE",
        MCP_V1,
        deleted("mcp_server", "mcp_1"),
        "DeletedMcpServer",
        may_be_empty=True,
    ),
    Operation(
        "create_oauth_authorization_url",
        "v1.mcp_servers.create_oauth_authorization_url",
        "POST",
        f"{MCP_V1}/oauth/authorize",
        samples.AUTHORIZATION,
        "McpServerAuthorization",
        body=(Parameter("return_url", "returnUrl", "https://x.test/done", required=True),),
    ),
    Operation("list_mcp_servers", "v2.mcp_servers.list", "GET", "/v2/mcp-servers", [samples.MCP_SERVER], "McpServer"),
    Operation(
        "create_mcp_server_v2",
        "v2.mcp_servers.create",
        "POST",
        "/v2/mcp-servers",
        samples.MCP_SERVER,
        "McpServer",
        body=(
            NEW_NAME,
            NEW_URL,
            *MCP_FIELDS[:2],
            Parameter("scope", "scope", "team", required=True),
            *ways_in(WAYS_IN_V2, required=True),
        ),
    ),
    Operation("get_mcp_server_v2", "v2.mcp_servers.get", "GET", MCP_V2, samples.MCP_SERVER, "McpServer"),
    Operation(
        "update_mcp_server_v2",
        "v2.mcp_servers.update",
        "PATCH",
        MCP_V2,
        samples.MCP_SERVER,
        "McpServer",
        body=(NAME, URL, *MCP_FIELDS, *ways_in(WAYS_IN_V2)),
    ),
    Operation(
        "delete_mcp_server_v2",
        "v2.mcp_servers.delete",
        "DELETE",
        MCP_V2,
        {"success": True},
        "DeletedMcpServerV2",
        may_be_empty=True,
    ),
)

_ACCOUNT = (
    Operation(
        "find_vercel_projects",
        "v1.integrations.vercel.projects.find",
        "GET",
        "/v1/integrations/vercel/projects",
        samples.v1_list(samples.VERCEL_PROJECT),
        "VercelProjectList",
        deprecated=True,
    ),
    Operation(
        "link_vercel_project",
        "v1.integrations.vercel.projects.create",
        "POST",
        "/v1/integrations/vercel/projects",
        samples.VERCEL_PROJECT,
        "LinkedVercelProject",
        body=(
            Parameter("project_id", "projectId", "prj_1", required=True),
            Parameter("name", "name", "shop", required=True),
        ),
        deprecated=True,
    ),
    Operation("get_user", "v1.user.get", "GET", "/v1/user", samples.USER, "User"),
    Operation(
        "get_billing",
        "v1.user.get_billing",
        "GET",
        "/v1/user/billing",
        samples.TOKEN_BILLING,
        "TokenBilling",
        query=(text("scope", "scope"),),
    ),
    Operation("get_plan", "v1.user.get_plan", "GET", "/v1/user/plan", samples.PLAN, "Plan"),
    Operation(
        "get_scopes",
        "v1.user.get_scopes",
        "GET",
        "/v1/user/scopes",
        samples.v1_list({"id": "team_1", "object": "scope", "name": "Bakers"}),
        "ScopeList",
    ),
    Operation(
        "find_rate_limits",
        "v1.rate_limits.find",
        "GET",
        "/v1/rate-limits",
        samples.RATE_LIMITS,
        "RateLimits",
        query=(text("scope", "scope"),),
    ),
    Operation(
        "get_usage_report",
        "v1.reports.get_usage",
        "GET",
        "/v1/reports/usage",
        samples.v1_list(samples.USAGE_REPORT_EVENT, pagination=samples.PAGINATION, meta={"totalCount": 1}),
        "UsageReport",
        query=(
            text("start_date", "startDate"),
            text("end_date", "endDate"),
            *EVENT_FILTERS,
            Query("limit", 150, {"limit": "150"}),
            CURSOR,
        ),
    ),
    Operation(
        "get_ai_usage_report",
        "v1.reports.get_ai_usage",
        "GET",
        "/v1/reports/usage/ai",
        samples.AI_USAGE_REPORT,
        "AiUsageReport",
        query=(text("start", "start"), text("end", "end"), Query("limit", 5000, {"limit": "5000"}), CURSOR),
    ),
    Operation(
        "get_user_activity_report",
        "v1.reports.get_user_activity",
        "GET",
        "/v1/reports/user-activity",
        samples.USER_ACTIVITY_REPORT,
        "UserActivityReport",
        query=(text("start_date", "startDate"), text("end_date", "endDate")),
    ),
    Operation(
        "get_preview_hosts",
        "v2.settings.get_preview_hosts",
        "GET",
        "/v2/settings/preview-hosts",
        samples.PREVIEW_HOSTS,
        "TrustedPreviewHosts",
    ),
    *(
        Operation(
            f"{name}_preview_hosts",
            f"v2.settings.{name}_preview_hosts",
            method,
            "/v2/settings/preview-hosts",
            samples.PREVIEW_HOSTS,
            "TrustedPreviewHosts",
            body=PREVIEW_HOSTS,
        )
        for name, method in (("set", "PUT"), ("append", "PATCH"), ("delete", "DELETE"))
    ),
    Operation(
        "get_usage_summary",
        "v2.usage.get_summary",
        "GET",
        "/v2/usage/summary",
        samples.USAGE_SUMMARY,
        "UsageSummary",
        query=USAGE,
    ),
    Operation(
        "list_usage_events",
        "v2.usage.list_events",
        "GET",
        "/v2/usage/events",
        samples.USAGE_EVENT_LIST,
        "UsageEventList",
        query=(*USAGE, *EVENT_FILTERS[:2], Query("limit", 100, {"limit": "100"}), CURSOR),
    ),
    Operation(
        "get_usage_activity",
        "v2.usage.get_activity",
        "GET",
        "/v2/usage/activity",
        samples.USAGE_ACTIVITY,
        "UsageActivity",
        query=USAGE,
    ),
)

GROUP_OPERATIONS = (*_PROJECTS, *_DEPLOYMENTS, *_HOOKS, *_MCP_SERVERS, *_ACCOUNT)
