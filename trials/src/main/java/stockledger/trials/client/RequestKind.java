package stockledger.trials.client;

/** The purpose of a request; each kind is counted separately. */
public enum RequestKind {
    REGISTER("register"),
    RECEIVE("receive"),
    RESERVE("reserve"),
    CONFIRM("confirm"),
    SHIP("ship"),
    RETURN("return"),
    WRITE_OFF("write-off"),
    READ("read"),
    REBUILD("rebuild"),
    /** Reads of the ledger that find out whether an unanswered command took effect. */
    LOOK_UP("look-up");

    private final String label;

    RequestKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
