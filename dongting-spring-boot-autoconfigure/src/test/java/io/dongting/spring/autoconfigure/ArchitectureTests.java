package io.dongting.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the plan of this module.
 */
class ArchitectureTests {

	private static JavaClasses module;

	@BeforeAll
	static void importModule() {
		module = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.dongting.spring");
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.dongting.spring.(**)").should().beFreeOfCycles().check(module);
	}

	@Test
	void whatUsersImportDependsOnNothingBehindIt() {
		noClasses().that()
			.resideInAPackage("io.dongting.spring")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.dongting.spring.*..")
			.check(module);
	}

	@Test
	void onlyTheAutoConfigurationKnowsTheServer() {
		noClasses().that()
			.resideOutsideOfPackage("io.dongting.spring.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.dongting.raft.*..", "io.dongting.spring.autoconfigure..")
			.check(module);
	}

	@Test
	void actuatorIsNeededOnlyByWhatServesIt() {
		noClasses().that()
			.resideOutsideOfPackages("..actuate..", "..health..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
			.check(module);
	}

	@Test
	void onlyTheMetricsSeeMeters() {
		noClasses().that()
			.resideOutsideOfPackages("..metrics..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.micrometer.core..", "io.dongting.raft.metrics..")
			.check(module);
	}

	@Test
	void nothingThatRunsInProductionKnowsTests() {
		noClasses().that()
			.resideOutsideOfPackage("io.dongting.spring.test")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.dongting.spring.test", "io.dongting.simulation..", "org.junit..",
					"org.opentest4j..")
			.check(module);
	}

	@Test
	void testsNeedNoApplicationContext() {
		noClasses().that()
			.resideInAPackage("io.dongting.spring.test")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.context..", "org.springframework.boot..")
			.check(module);
	}

	@Test
	void autoConfigurationsAreFinalAndOfferNothing() {
		ArchRule shape = classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould(haveNoPublicMembers());
		shape.check(module);
	}

	@Test
	void autoConfigurationsAreRegistered() {
		List<String> registered = new ArrayList<>();
		ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).forEach(registered::add);
		List<String> existing = module.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.toList();
		assertThat(existing).isNotEmpty();
		assertThat(registered.stream().filter((name) -> name.startsWith("io.dongting.")))
			.containsExactlyInAnyOrderElementsOf(existing);
	}

	@Test
	void beanMethodsAreNotPublic() {
		noMethods().that().areAnnotatedWith(Bean.class).should().bePublic().check(module);
	}

	@Test
	void postProcessorsAreMadeByStaticMethods() {
		methods().that()
			.areAnnotatedWith(Bean.class)
			.and()
			.haveRawReturnType(postProcessor())
			.should()
			.beStatic()
			.check(module);
	}

	@Test
	void everyPackageIsNullMarked() {
		List<String> unmarked = module.stream()
			.map(JavaClass::getPackage)
			.distinct()
			.filter((javaPackage) -> !javaPackage.isAnnotatedWith(NullMarked.class))
			.map((javaPackage) -> javaPackage.getName())
			.toList();
		assertThat(unmarked).isEmpty();
	}

	private static DescribedPredicate<JavaClass> postProcessor() {
		return JavaClass.Predicates.assignableTo(BeanPostProcessor.class)
			.or(JavaClass.Predicates.assignableTo(BeanFactoryPostProcessor.class));
	}

	private static ArchCondition<JavaClass> haveNoPublicMembers() {
		return new ArchCondition<>("have no public members") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				type.getMembers()
					.stream()
					.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC))
					.filter((member) -> !(member instanceof JavaMethod method)
							|| !method.getModifiers().contains(JavaModifier.SYNTHETIC))
					.forEach((member) -> events
						.add(SimpleConditionEvent.violated(member, member.getDescription() + " is public")));
			}

		};
	}

}
