package stockledger.planted.query.projection;

import java.util.Set;

/** What a projector is. */
public interface Projection {

    /** The sealed parents of the events that come here. */
    Set<Class<?>> families();
}
