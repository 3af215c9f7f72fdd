package stockledger.violations.query.projection;

import java.util.Set;

/** The interface of projectors. */
public interface Projection {

    /** The sealed parents of the events that are projected. */
    Set<Class<?>> families();
}
