package stockledger.query.location;

record LocationView(String id, String name) {}
