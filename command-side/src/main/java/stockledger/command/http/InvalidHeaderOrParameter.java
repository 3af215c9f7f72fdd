package stockledger.command.http;

/** A header or a query parameter of a command is invalid. */
public final class InvalidHeaderOrParameter extends RuntimeException {

    static final String UNKNOWN_PARAMETER = "unknown-parameter";

    private final String name;
    private final String code;
    private final String summary;

    private InvalidHeaderOrParameter(String summary, String name, String code, String detail) {
        super(detail, null, false, false);
        this.summary = summary;
        this.name = name;
        this.code = code;
    }

    static InvalidHeaderOrParameter header(String name, String code, String detail) {
        return new InvalidHeaderOrParameter("Invalid header \"" + name + "\".", name, code, detail);
    }

    /**
     * A query parameter.
     *
     * @param detail one sentence
     */
    public static InvalidHeaderOrParameter parameter(String name, String detail) {
        return new InvalidHeaderOrParameter(
                "Invalid query parameter \"" + name + "\".", name, "validation-failed", detail);
    }

    static InvalidHeaderOrParameter unknown(String parameter) {
        return new InvalidHeaderOrParameter(
                "Invalid query parameter \"" + parameter + "\".",
                parameter,
                UNKNOWN_PARAMETER,
                "This address has no such parameter.");
    }

    String name() {
        return name;
    }

    String code() {
        return code;
    }

    String summary() {
        return summary;
    }
}
