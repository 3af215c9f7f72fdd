package stockledger.command.dispatch;

/**
 * A repeated row of a job was not executed, since its aggregate remembers fewer jobs than have touched it: whether the row
 * is applied can be read from the stream.
 */
public final class RowInDoubt extends RuntimeException {

    private final String stream;
    private final long version;

    /** @param version sequence number of the stream's last event */
    public RowInDoubt(String stream, long version) {
        super("the rows of a job are no longer known to " + stream, null, false, false);
        this.stream = stream;
        this.version = version;
    }

    public String stream() {
        return stream;
    }

    /** Sequence number of the stream's last event. */
    public long version() {
        return version;
    }
}
