package stockledger.standalone.documents;

/** The files of a store are damaged or of another format, so that nothing in it can be used. */
public final class DamagedStoreException extends Exception {

    private static final long serialVersionUID = 1L;

    DamagedStoreException(String reason) {
        super(reason);
    }

    DamagedStoreException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
