package stockledger.events;

import org.jspecify.annotations.Nullable;

/**
 * An event was stored by a newer release: its type, or the revision of it, is unknown to this one. Its reader must stop and say
 * so. It must not skip the event, and nothing is wrong with the event.
 */
public final class NewerEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final String revision;

    /** An event that is stored under this name, with this revision. */
    public NewerEventException(String name, String revision) {
        super("event " + name + " of revision " + revision + " was stored by a newer release than this one");
        this.name = name;
        this.revision = revision;
    }

    /** The stored name and revision, such as {@code stock.StockReceived.3}. */
    public String storedType() {
        return name + "." + revision;
    }

    /** The one that is why a reader failed; null when it failed for another reason. */
    public static @Nullable NewerEventException in(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof NewerEventException newer) {
                return newer;
            }
        }
        return null;
    }
}
