package stockledger.command.http;

/** What comes with a body and is none of its members, a header or a parameter, is wrong. */
public final class InvalidHead extends RuntimeException {

    private final String name;
    private final String code;
    private final String where;

    private InvalidHead(String where, String name, String code, String detail) {
        super(detail, null, false, false);
        this.where = where;
        this.name = name;
        this.code = code;
    }

    static InvalidHead header(String name, String code, String detail) {
        return new InvalidHead("The header " + name + " does not fit this command.", name, code, detail);
    }

    /**
     * A parameter, after the question mark of the address.
     *
     * @param detail one sentence
     */
    public static InvalidHead parameter(String name, String detail) {
        return new InvalidHead(
                "The parameter " + name + " does not fit this command.", name, "validation-failed", detail);
    }

    String name() {
        return name;
    }

    String code() {
        return code;
    }

    String where() {
        return where;
    }
}
