package stockledger.violations.events;

import stockledger.violations.command.CommandSide;

/** Violates: events has no dependency on other modules. */
public class EventsUsingCommandSide {
    CommandSide side;
}
