package stockledger.trials.load;

import org.jspecify.annotations.Nullable;

/**
 * An answer as it came over the wire.
 *
 * @param lastOnConnection whether the service closes the connection after it
 */
record HeardAnswer(int status, @Nullable String consistencyToken, String body, boolean lastOnConnection) {}
