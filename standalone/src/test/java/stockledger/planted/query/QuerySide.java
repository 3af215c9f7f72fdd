package stockledger.planted.query;

/** A door. */
public class QuerySide {}
