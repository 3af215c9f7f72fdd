package stockledger.planted.standalone;

import stockledger.planted.command.dispatch.Hub;

/** Planted: imports a room instead of the door. */
class Burglar {
    Hub hub;
}
