package stockledger.planted.command.util;

import lombok.Planted;

/** Planted: a room and a class with forbidden words in their names, and Lombok. */
@Planted
class ThingHelper {}
