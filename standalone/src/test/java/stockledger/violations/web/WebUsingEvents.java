package stockledger.violations.web;

import stockledger.violations.events.EventsUsingCommandSide;

/** Violates: web has no dependency on other modules. */
class WebUsingEvents {
    EventsUsingCommandSide events;
}
