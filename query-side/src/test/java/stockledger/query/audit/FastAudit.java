package stockledger.query.audit;

import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Audits SKUs soon in tests. Start a query side with {@link #SETTING}. */
public final class FastAudit implements BeanPostProcessor {

    /** Adds this to an instance. */
    public static final String SETTING = "--spring.main.sources=" + FastAudit.class.getName();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof AuditTiming
                ? new AuditTiming(Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(250))
                : bean;
    }
}
