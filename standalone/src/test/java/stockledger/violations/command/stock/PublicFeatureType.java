package stockledger.violations.command.stock;

/** Violates: all types of a feature package but commands and refusals are package-private. */
public class PublicFeatureType {}
