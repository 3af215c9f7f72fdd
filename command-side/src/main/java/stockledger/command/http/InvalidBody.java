package stockledger.command.http;

/** A body with valid types and bounds whose values a controller refuses. */
public final class InvalidBody extends RuntimeException {

    private final String field;
    private final String code;

    /**
     * @param field the member, as a path
     * @param code stable, kebab-case
     * @param detail one sentence
     */
    public InvalidBody(String field, String code, String detail) {
        super(detail, null, false, false);
        this.field = field;
        this.code = code;
    }

    String field() {
        return field;
    }

    String code() {
        return code;
    }
}
