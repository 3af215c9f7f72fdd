package stockledger.query.projection;

import java.time.Duration;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Makes epochs switch and retire quickly in tests. */
public final class FastEpochs implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof EpochTiming ? new EpochTiming(Duration.ofMillis(100), Duration.ofSeconds(1)) : bean;
    }
}
