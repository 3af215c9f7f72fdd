package stockledger.query.http;

import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class HttpWiring implements WebMvcConfigurer {

    private static final int AFTER_OTHERS_THAT_NAME_REQUESTS = 10;

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new TokenArgument());
        resolvers.add(new ParametersArgument());
    }

    @Bean
    Freshness freshness(HttpSettings settings) {
        return new Freshness(settings);
    }

    @Bean
    Bodies bodies(HttpSettings settings) {
        return new Bodies(settings);
    }

    @Bean
    FilterRegistrationBean<TraceFilter> queryTraceFilter() {
        FilterRegistrationBean<TraceFilter> filter = new FilterRegistrationBean<>(new TraceFilter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + AFTER_OTHERS_THAT_NAME_REQUESTS);
        return filter;
    }

    /** An encoded slash reaches the controllers, which refuse it like any other character that no identity has. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> addressesAreRefusedInOurWords() {
        return tomcat -> {
            tomcat.addConnectorCustomizers(
                    connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
            tomcat.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(ProblemValve.class.getName());
                }
            });
        };
    }

    /** In a process that is both sides, the command side's page serves for both. */
    @Bean
    @ConditionalOnMissingBean(ErrorController.class)
    ErrorPage queryErrorPage() {
        return new ErrorPage();
    }
}
