package stockledger.planted.trials.attic;

/** Planted: a class in a room that is not listed. */
class Crate {}
