package stockledger.trials.acceptance;

/** An answer that is not what was agreed. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
