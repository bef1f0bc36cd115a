"""What the tests share: deployments, servers, random logs, examples."""
