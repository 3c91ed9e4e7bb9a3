"""placeholder"""


def operation_tools(): ...
