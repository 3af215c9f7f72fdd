package stockledger.trials.acceptance;

/** A response that violates the HTTP contract. */
final class UnexpectedResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    UnexpectedResponseException(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
