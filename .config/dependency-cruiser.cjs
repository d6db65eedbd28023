// The house (CONTRIBUTING.md): which package may import which. Everything not listed is forbidden.
const mayImport = {
  rules: [],
  contracts: ['rules'],
  themes: [],
  database: ['contracts', 'rules'],
  'token-service': ['database', 'contracts', 'rules'],
  'care-service': ['database', 'contracts', 'rules'],
  forms: ['rules', 'contracts'],
  'portal-client': ['rules', 'contracts'],
  widgets: ['rules', 'contracts', 'forms', 'portal-client', 'themes'],
  embed: ['themes'],
  server: ['care-service', 'contracts', 'database', 'forms', 'rules', 'token-service'],
};

module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([name, allowed]) => ({
      name: `house-${name}`,
      comment: `packages/${name} may import ${allowed.length ? allowed.join(', ') : 'no other package'}`,
      severity: 'error',
      from: { path: `^packages/${name}/` },
      to: { path: `^packages/(?!(${[name, ...allowed].join('|')})/)`, ...(name === 'embed' ? { dependencyTypesNot: ['type-only'] } : {}) },
    })),
    { name: 'embed-knows-types-only', comment: 'embed may name the types of contracts, nothing else', severity: 'error', from: { path: '^packages/embed/' }, to: { path: '^packages/(?!(embed|themes|contracts)/)' } },
    { name: 'nothing-imports-the-outside', comment: 'demo-site, stories and test import anything; nothing imports them', severity: 'error', from: { path: '^packages/' }, to: { path: '^(demo-site|stories|test)/' } },
    { name: 'no-cycles', severity: 'error', from: { path: '^packages/' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolved', severity: 'error', from: { path: '^packages/' }, to: { couldNotResolve: true, pathNot: '^virtual:' } },
  ],
  options: { tsPreCompilationDeps: 'specify', tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' }, exclude: { path: '(^|/)(dist|\\.balie|storybook-static)/' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] } },
};
