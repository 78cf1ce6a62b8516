/// <reference types="vite/client" />
declare module 'virtual:looks.css';
