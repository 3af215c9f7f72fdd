package stockledger.web;

/** A setting was given by a name that is no longer read; the message has a line for each. */
final class RenamedSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RenamedSettingException(String message) {
        super(message);
    }
}
