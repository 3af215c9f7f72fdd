package stockledger.trials.http;

/** What a request is for; each kind is counted and timed apart. */
public enum RequestKind {
    REGISTER("register"),
    RECEIVE("receive"),
    RESERVE("reserve"),
    CONFIRM("confirm"),
    SHIP("ship"),
    RETURN("return"),
    WRITE_OFF("write-off"),
    READ("read"),
    /** Reading the ledger to learn whether a command without an answer had got through. */
    LOOK_UP("look-up");

    private final String label;

    RequestKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
