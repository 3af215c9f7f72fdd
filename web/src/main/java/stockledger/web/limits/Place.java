package stockledger.web.limits;

import org.jspecify.annotations.Nullable;

/** The place of one request among those of its kind. It is given back while the request waits for its body. */
final class Place {

    static final Place UNBOUNDED = new Place(null);

    private final Places.@Nullable Bound bound;
    private boolean held = true;

    Place(Places.@Nullable Bound bound) {
        this.bound = bound;
    }

    void release() {
        if (bound != null && held) {
            held = false;
            bound.release();
        }
    }

    /** Takes a place again; false when none is free. */
    boolean retake() {
        if (bound == null || held) {
            return true;
        }
        held = bound.acquire();
        return held;
    }
}
