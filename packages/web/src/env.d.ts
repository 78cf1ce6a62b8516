/// <reference types="vite/client" />
declare module 'virtual:accents.css';
