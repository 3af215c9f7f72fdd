package stockledger.query.fastpath;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import stockledger.query.http.CacheControl;
import stockledger.web.security.CatalogGuard;

@Configuration(proxyBeanMethods = false)
class FastPathConfiguration {

    /** Behind the valve that refuses product pages on the port for operators. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE + 1)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> fastPathValve(
            List<FastPathSource> sources, CacheControl cacheControl, CatalogGuard guard, MeterRegistry registry) {
        return tomcat -> tomcat.addEngineValves(new FastPathValve(sources, cacheControl, guard, registry));
    }
}
