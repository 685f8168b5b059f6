"""The JSON objects that Slack sends, made from the values of the workspace."""
