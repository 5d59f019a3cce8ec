"""The preview on the writer's own machine: pages as they are looked at, and forms that save."""
