"""The condition c11: what no rule book can switch off. One function a floor, in the room of what it guards.

    failed(situation)    every floor of the acts that does not hold
    GUARDS               act -> its floors, in the order in which they are asked

Ids are those of docs/reference/floors.md. Conditions on fields are left out while probing (see ``Situation``).
"""

from alteram.procedure.floors.guards import GUARDS, failed

__all__ = ["GUARDS", "failed"]
