package stockledger.planted.standalone;

import stockledger.planted.command.dispatch.Hub;

/** Planted: comes in by another way than the door. */
class Burglar {
    Hub hub;
}
