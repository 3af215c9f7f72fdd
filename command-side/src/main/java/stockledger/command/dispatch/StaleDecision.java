package stockledger.command.dispatch;

/** A decision was taken on what another node has since changed. It is taken again, on what is true now. */
final class StaleDecision extends RuntimeException {

    StaleDecision(String stream) {
        super("decided on an old state of " + stream, null, false, false);
    }
}
