package stockledger.query.fastpath;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import stockledger.query.http.CacheControl;

@Configuration(proxyBeanMethods = false)
class FastPathConfiguration {

    @Bean
    FilterRegistrationBean<FastPathFilter> fastPathFilter(
            List<FastPathSource> sources, CacheControl cacheControl, MeterRegistry registry) {
        FilterRegistrationBean<FastPathFilter> filter =
                new FilterRegistrationBean<>(new FastPathFilter(sources, cacheControl, registry));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
