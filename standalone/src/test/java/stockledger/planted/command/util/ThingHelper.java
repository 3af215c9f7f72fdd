package stockledger.planted.command.util;

import lombok.Planted;

/** Planted: a room and a class whose names say nothing, and Lombok. */
@Planted
class ThingHelper {}
