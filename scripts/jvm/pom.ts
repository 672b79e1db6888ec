/** `[group, artifact, version]` of a jar in a Maven repository. */
export type Artifact = readonly [group: string, artifact: string, version: string];

const dependency = ([group, artifact, version]: Artifact): string =>
  `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;

/** A project of nothing but dependencies. */
export const pomText = (name: string, artifacts: readonly Artifact[]): string =>
  `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tonearm</groupId>
  <artifactId>${name}</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
${artifacts.map(dependency).join('\n')}
  </dependencies>
</project>
`;
