package stockledger.query.projection;

/**
 * One building of a projection from the first event on. Several may run beside each other; one is served.
 *
 * @param projection its name
 * @param number counted from 1, never used again
 */
public record Epoch(String projection, int number) {

    /** The processing group, which is also the name of its tokens. */
    String group() {
        return projection + "@" + number;
    }

    /** The collection of its documents. */
    String collection() {
        return projection + "_" + number;
    }

    /** A further collection of it. */
    String collection(String beside) {
        return beside + "_" + number;
    }
}
