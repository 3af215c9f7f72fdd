package stockledger.query.http;

import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import stockledger.web.CqrsSide;
import stockledger.web.security.CatalogGuard;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class HttpConfiguration implements WebMvcConfigurer {

    static final CqrsSide SIDE = new CqrsSide("query", "stockledger.query.");

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new ParametersArgument());
        resolvers.add(new AcceptedEncodingArgument());
    }

    @Bean
    CqrsSide querySideOfWeb() {
        return SIDE;
    }

    @Bean
    CacheControl cacheControl(HttpSettings settings, CatalogGuard guard) {
        return new CacheControl(settings, guard.isPublic());
    }

    @Bean
    QueryBodyReader queryBodyReader(HttpSettings settings) {
        return new QueryBodyReader(settings);
    }
}
