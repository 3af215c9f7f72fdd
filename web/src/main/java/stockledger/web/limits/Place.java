package stockledger.web.limits;

import org.jspecify.annotations.Nullable;

/** The place of one request among those of its kind. It is given back while the request waits for its body. */
final class Place {

    static final Place UNBOUNDED = new Place(null, "");

    private final Places.@Nullable Bound bound;
    private final String address;
    private boolean held = true;

    /** @param address the remote address of the request */
    Place(Places.@Nullable Bound bound, String address) {
        this.bound = bound;
        this.address = address;
    }

    void release() {
        if (bound != null && held) {
            held = false;
            bound.release(address);
        }
    }

    /** Takes a place again; false when none is free. */
    boolean retake() {
        if (bound == null || held) {
            return true;
        }
        held = bound.acquire(address);
        return held;
    }
}
