package stockledger.violations.trials.unlisted;

/** Violates: every class is in a listed package. */
class ClassInUnlistedPackage {}
