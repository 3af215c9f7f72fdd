package stockledger.query.projection;

/**
 * One build of a projection from the first event on. Several may run at the same time; one is served.
 *
 * @param projection name of the projection
 * @param number from 1, never reused
 */
public record Epoch(String projection, int number) {

    /** The processing group, under which its tokens are stored. */
    String group() {
        return projection + "@" + number;
    }

    /** The name of its collection. */
    public String collection() {
        return projection + "_" + number;
    }

    String sideCollection(String name) {
        return name + "_" + number;
    }
}
