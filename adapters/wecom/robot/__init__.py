"""WeCom's smart robot (智能机器人), reached through its long connection. Source: platforms/wecom.md 7."""

from adapters.wecom.robot.platform import Robot, RobotApp, RobotWords

__all__ = ["Robot", "RobotApp", "RobotWords"]
