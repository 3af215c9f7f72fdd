package stockledger.violations.query;

/** The configuration of a side. */
public class QuerySide {}
