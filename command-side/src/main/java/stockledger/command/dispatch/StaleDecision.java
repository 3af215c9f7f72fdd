package stockledger.command.dispatch;

/** A decision without events was made on a stale aggregate; the command is retried. */
final class StaleDecision extends RuntimeException {

    StaleDecision(String stream) {
        super("Decided on a stale state of " + stream, null, false, false);
    }
}
