package stockledger.web.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Valve;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import stockledger.web.ProblemWriter;
import stockledger.web.WebConfiguration;

/** Imported by both sides beside {@link WebConfiguration}. Needs the {@link ApiKeyEvents} of the process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecuritySettings.class)
public class SecurityConfiguration implements WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new SimpleRequestInterceptor());
    }

    @Bean(destroyMethod = "close")
    ApiKeys apiKeys(ObjectProvider<ApiKeyEvents> events) {
        return new ApiKeys(events.stream().findFirst().orElseThrow(), Clock.systemUTC());
    }

    @Bean
    Authenticator authenticator(SecuritySettings settings, ApiKeys keys, Environment environment) {
        @Nullable BootstrapKey bootstrap = BootstrapKey.in(settings.bootstrapKeyFile());
        @Nullable JwtVerifier jwts = settings.jwt().isSet() ? new JwtVerifier(settings.jwt()) : null;
        return new Authenticator(settings, keys, bootstrap, jwts, BoundAddresses.areLoopback(environment));
    }

    @Bean
    ProtectedMode protectedMode(Authenticator authenticator, ApiKeys keys, Environment environment) {
        return new ProtectedMode(authenticator, keys, environment);
    }

    @Bean
    AccessDescription accessDescription() {
        return new AccessDescription();
    }

    @Bean
    CatalogGuard catalogGuard(Authenticator authenticator) {
        return new CatalogGuard() {
            @Override
            public boolean isPublic() {
                return authenticator.isOpenTo(Scope.CATALOG_READ);
            }

            @Override
            public boolean allows(HttpServletRequest request) {
                return authenticator.mayReadCatalog(request);
            }
        };
    }

    @Bean
    FilterRegistrationBean<CallerFilter> callerFilter(Authenticator authenticator) {
        FilterRegistrationBean<CallerFilter> filter = new FilterRegistrationBean<>(new CallerFilter(authenticator));
        filter.setOrder(WebConfiguration.RATES_FILTER - 1);
        return filter;
    }

    /** The last customizer, so that its valve comes before those that others add. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> hostValve(
            SecuritySettings settings, ProblemWriter problems) {
        return tomcat -> {
            List<Valve> valves = new ArrayList<>(List.of(new HostValve(settings.allowedHosts(), problems)));
            valves.addAll(tomcat.getEngineValves());
            tomcat.setEngineValves(valves);
        };
    }
}
