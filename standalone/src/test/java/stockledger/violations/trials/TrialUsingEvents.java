package stockledger.violations.trials;

import stockledger.violations.events.EventsUsingCommandSide;

/** Violates: trials has no dependency on other modules. */
class TrialUsingEvents {
    EventsUsingCommandSide events;
}
