package stockledger.query.location;

/** A place as it is shown. */
record LocationView(String id, String name) {}
